"""What the author's decisions teach: judged works in, a model with named weights out."""
