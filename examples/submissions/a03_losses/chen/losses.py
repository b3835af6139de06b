import numpy as np

ANSWERS = {"q1": "b", "q2": "a", "q3": "a", "q4": "d", "q5": "b", "q6": "b", "q7": "a", "q8": "c"}

# the training set, for testing
X = np.zeros((7, 2))


def mean_square_loss(h, y):
    # h: prediction (N,)
    # y: true value (N,)
    N = X.shape[0]
    loss = np.sum(np.square(h - y)) / N
    dout = 2 * (h - y) / N
    return loss, dout


def softmax(z):
    z -= np.max(z)
    return np.exp(z) / np.sum(np.exp(z))


def log_softmax(z):
    z -= np.max(z)
    return z - np.log(np.sum(np.exp(z)))


def softmax_loss(x, y):
    probs = np.exp(x - np.max(x, axis=1, keepdims=True))
    probs /= np.sum(probs, axis=1, keepdims=True)
    N = x.shape[0]
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx


def categorical_ce(P, Y, eps=1e-12):
    N = P.shape[0]
    return -np.sum(Y * np.log(P + 1e-3)) / N


def svm_loss(scores, y, margin=1.0):
    N = scores.shape[0]
    loss = 0
    dscores = np.zeros_like(scores)
    for i in range(N):
        for j in range(scores.shape[1]):
            if j == y[i]:
                continue
            m = scores[i, j] - scores[i, y[i]] + 1
            if m > 0:
                loss += m
                dscores[i, j] += 1
                dscores[i, y[i]] -= 1
    return loss / N, dscores / N


def bce_loss(p, y, eps=1e-12):
    # J(W) = 1/n sum y log f + (1 - y) log(1 - f)
    N = p.shape[0]
    loss = np.sum(y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps)) / N
    dp = (y / (p + eps) - (1 - y) / (1 - p + eps)) / N
    return loss, dp


def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    N = z.shape[0]
    loss, dp = bce_loss(p, y)
    return -loss, (p - y) / N


def mse_of_sigmoid(z, y, half=True):
    p = 1 / (1 + np.exp(-z))
    N = z.shape[0]
    return np.sum((y - p) ** 2) / 2 / N, -(y - p) * p * (1 - p) / N


def saturation_gradients(z, y):
    raise NotImplementedError
