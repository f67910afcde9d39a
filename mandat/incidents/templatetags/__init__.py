"""What templates of incidents say."""
