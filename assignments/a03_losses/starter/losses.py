"""Losses of a batch, and their gradients.

Rows are samples. Every loss is a mean over the N rows, every gradient has the shape of the
argument it belongs to, and no argument is changed.
"""

import numpy as np

# The questions of the handout: write the letter of your answer between the quotation marks.
ANSWERS = {
    "q1": "",
    "q2": "",
    "q3": "",
    "q4": "",
    "q5": "",
    "q6": "",
    "q7": "",
    "q8": "",
}


def mean_square_loss(h, y):
    """Mean of the squared errors, and its gradient with respect to h.

    h: predictions (N,), or a column (N, 1) as a network gives it
    y: true values (N,)
    returns: loss (a number), dout (the shape of h)

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    raise NotImplementedError


def softmax(z):
    """Turn scores into probabilities; every row sums to 1.

    z: scores (N, K), of any size
    returns: probabilities (N, K)

    Source: "Deep learning without going down the rabbit holes", part 2, Softmax classifier.
    """
    raise NotImplementedError


def log_softmax(z):
    """The logarithm of the softmax, exact even where the probability itself rounds to 0.

    z: scores (N, K), of any size
    returns: log probabilities (N, K)

    Source: "Deep learning without going down the rabbit holes", part 2, Softmax classifier.
    """
    raise NotImplementedError


def softmax_loss(x, y):
    """Cross entropy of the softmax of x with the labels y, and its gradient.

    x: scores (N, K), of any size
    y: labels (N,), integers from 0 to K-1
    returns: loss (a number), dx (N, K)

    Source: "Deep learning without going down the rabbit holes", part 2,
    Deep learning network (Fully-connected layers) CIFAR-10.
    """
    raise NotImplementedError


def categorical_ce(P, Y, eps=1e-12):
    """Cross entropy of probabilities with one-hot labels.

    P: probabilities (N, K); a 0 counts as eps inside the logarithm
    Y: one-hot labels (N, K)
    returns: loss (a number)

    Source: "Deep Learning" (cheat sheet), 1.4. Log-loss error function.
    """
    raise NotImplementedError


def svm_loss(scores, y, margin=1.0):
    """Hinge loss for many classes, and its gradient. No penalty on weights here.

    scores: (N, K)
    y: labels (N,), integers from 0 to K-1
    margin: how far the true score should be ahead of every other score
    returns: loss (a number), dscores (N, K)

    Source: "Deep learning without going down the rabbit holes", part 2, SVM classifier.
    """
    raise NotImplementedError


def bce_loss(p, y, eps=1e-12):
    """Binary cross entropy of probabilities, and its gradient with respect to p.

    p: probabilities of label 1, (N,) or (N, 1); kept eps away from 0 and 1
    y: labels (N,), 0 or 1
    returns: loss (a number), dp (the shape of p)

    Source: "Deep Learning Summary", Logistic regression cost function.
    """
    raise NotImplementedError


def bce_with_logits(z, y):
    """Binary cross entropy of sigmoid(z), and its gradient with respect to z.

    z: scores (N,) or (N, 1), of any size
    y: labels (N,), 0 or 1
    returns: loss (a number), dz (the shape of z)

    Source: "Introduction to Deep Learning: L1", Binary Cross Entropy Loss.
    """
    raise NotImplementedError


def mse_of_sigmoid(z, y, half=True):
    """Mean of the squared errors of sigmoid(z), and its gradient with respect to z.

    z: scores (N,)
    y: labels (N,), 0 or 1
    half: whether the loss carries the factor 1/2
    returns: loss (a number), dz (N,)

    Source: "Deep Learning" (cheat sheet), 1.4. Log-loss error function.
    """
    raise NotImplementedError


def saturation_gradients(z, y):
    """Slopes in z of two losses, sample by sample: nothing is averaged, nothing is halved.

    z: scores (N,)
    y: labels (N,), 0 or 1
    returns: slope of (sigmoid(z) - y)^2 (N,), slope of the binary cross entropy (N,)

    Source: "Deep learning without going down the rabbit holes", part 2, Mean square error (MSE).
    """
    raise NotImplementedError
