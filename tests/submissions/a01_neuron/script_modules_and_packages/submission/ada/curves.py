from lib.curves import sigmoid
