import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(D))
    running_var = bn_param.get("running_var", np.zeros(D))

    if mode == "train":
        mean = x.sum(axis=0) / N
        var = ((x - mean) ** 2).sum(axis=0) / N
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var) + eps
    xmu = x - mean
    xhat = xmu / std
    out = gamma * xhat + beta
    cache = (xmu, std, gamma)
    return out, cache


def batchnorm_backward(dout, cache):
    xmu, std, gamma = cache
    N = dout.shape[0]
    xhat = xmu / std
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    dvar = -0.5 * np.sum(dxhat * xmu, axis=0) / std**3
    dx = dxhat / std + 2 * xmu * dvar / N
    return dx, dgamma, dbeta
