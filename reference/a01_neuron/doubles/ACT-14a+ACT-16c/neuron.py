# olga
import numpy as np


def sigmoid(z):
    return (np.tanh(np.multiply(z, 0.5)) + 1) / 2


def step(z):
    answer = np.zeros(np.shape(z))
    answer[np.asarray(z) >= 0] = 1
    return answer


def neuron_forward(x, w, b, activation=sigmoid):
    sums = np.zeros(len(x))
    for i in range(len(x)):
        for j in range(len(w)):
            sums[i] += x[i, j] * w[j]
        sums[i] += b
    return activation(sums)


def dense_forward(x, W, b, activation=sigmoid):
    rows, units = len(x), W.shape[1]
    sums = np.zeros((rows, units))
    for i in range(rows):
        for k in range(units):
            sums[i, k] = sum(x[i] * W[:, k]) + b[k]
    return activation(sums)


def side(x, w, b):
    answer = []
    for row in x:
        height = sum(row * w) + b
        answer.append(1 if height > 0 else -1 if height < 0 else 0)
    return np.array(answer)
