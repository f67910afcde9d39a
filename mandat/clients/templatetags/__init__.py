"""What templates say about clients."""
