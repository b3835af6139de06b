from .curves import sigmoid
