"""What templates of affiliates say."""
