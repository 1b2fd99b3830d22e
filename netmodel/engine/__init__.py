"""Arrays in, arrays out: layers, best routes, the channel kernel, random worlds and spectra."""
