"""From the likelihood of what was seen to the logistic loss."""

import numpy as np


def likelihood(p):
    """Probability that all observations happen together.

    p: probability of each observation under the model (n,)
    returns: a number

    Source: "Deep learning without going down the rabbit holes", part 2,
    Maximum likelihood estimation (MLE).
    """
    raise NotImplementedError


def nll(p):
    """Negative log-likelihood, a sum (not a mean), safe for thousands of observations.

    p: probability of each observation under the model (n,)
    returns: a number

    Source: "Deep learning without going down the rabbit holes", part 2,
    Negative log-likelihood (NLL).
    """
    raise NotImplementedError


def log_odds(p):
    """Natural logarithm of p to 1 - p.

    p: probabilities between 0 and 1, (N,)
    returns: (N,)

    Source: "Deep learning without going down the rabbit holes", part 2, Softmax classifier.
    """
    raise NotImplementedError


def logistic_loss(z, t):
    """Mean of log(1 + exp(-t z)), and its gradient with respect to z.

    z: scores (N,), of any size
    t: labels (N,), -1 or +1
    returns: loss (a number), dz (N,)

    Source: "Deep learning without going down the rabbit holes", part 2,
    Loss function for logistic classifier.
    """
    raise NotImplementedError
