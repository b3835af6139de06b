"""Batch normalisation of a layer's output: rows are samples, columns are features."""

import numpy as np

# The questions of the handout: write the letter of your answer between the quotation marks.
ANSWERS = {
    "q1": "",
    "q2": "",
    "q3": "",
    "q4": "",
    "q5": "",
}


def batchnorm_forward(x, gamma, beta, bn_param):
    """Normalise every feature, then stretch it by gamma and move it by beta.

    x: (N, D)
    gamma, beta: (D,), one pair for each feature
    bn_param: a dict, updated in place in train mode and left alone in test mode:
        mode          "train" or "test"
        eps           added to the variance under the root; 1e-5 if missing
        momentum      weight of the old running values; 0.9 if missing
        running_mean  (D,); zeros if missing
        running_var   (D,); zeros if missing
    returns: out (N, D), cache (whatever batchnorm_backward needs)

    Source: "Deep learning without going down the rabbit holes", part 2, Batch normalization.
    """
    raise NotImplementedError


def batchnorm_backward(dout, cache):
    """The way back through a batchnorm_forward in train mode.

    dout: gradient of the loss with respect to out (N, D)
    cache: what batchnorm_forward returned
    returns: dx (N, D), dgamma (D,), dbeta (D,)

    Source: "Deep learning without going down the rabbit holes", part 2, Batch normalization.
    """
    raise NotImplementedError
