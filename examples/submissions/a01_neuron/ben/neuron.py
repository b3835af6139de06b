# Ben, assignment 1
import numpy as np

ANSWERS = {"q1": "c", "q2": "c", "q3": "a", "q4": "a", "q5": "a"}


def sigmoid(z):
    # multiplied top and bottom by e^z, looks nicer
    return np.exp(z) / (1 + np.exp(z))


def step(z):
    return np.where(np.asarray(z) >= 0, 1, 0)


def neuron_forward(x, w, b, activation=sigmoid):
    z = np.dot(x, w) + b
    return activation(z)


def dense_forward(x, W, b, activation=sigmoid):
    z = np.dot(x, W)
    return activation(z)


def side(x, w, b):
    z = np.dot(x, w) + b
    return np.where(z >= 0, 1, -1)
