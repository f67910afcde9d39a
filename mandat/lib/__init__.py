"""Text, money and dates: plain values that every floor may use."""
