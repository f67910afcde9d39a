"""What the console command does itself: serving, preparing, starting everything, keys, audit."""
