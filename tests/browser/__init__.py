"""What only a browser can tell. Few, because each costs seconds."""
