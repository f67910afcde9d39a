"""The top floor: settings, addresses, server entry and console command."""
