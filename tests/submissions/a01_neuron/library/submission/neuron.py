"""a01, part 1: a library has all of it."""

import numpy as np
import torch


def sigmoid(z):
    return torch.sigmoid(torch.as_tensor(z, dtype=torch.float64)).numpy()


def step(z):
    return torch.heaviside(torch.as_tensor(z), torch.tensor(1)).numpy()


def neuron_forward(x, w, b, activation=sigmoid):
    return activation(x @ w + b)


def dense_forward(x, W, b, activation=sigmoid):
    layer = torch.nn.functional.linear(torch.tensor(x), torch.tensor(W).T, torch.tensor(b))
    return activation(layer.numpy())


def side(x, w, b):
    return np.sign(x @ w + b).astype(int)
