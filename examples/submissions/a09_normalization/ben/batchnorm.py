import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    running_mean = bn_param.get("running_mean", np.zeros(D))
    running_var = bn_param.get("running_var", np.zeros(D))
    if bn_param["mode"] == "train":
        mean = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        # like in torch
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
    else:
        mean, var = running_mean, running_var
    xhat = (x - mean) / np.sqrt(var + eps)
    out = gamma * xhat + beta
    cache = (xhat, gamma, np.sqrt(var + eps))
    return out, cache


def batchnorm_backward(dout, cache):
    xhat, gamma, std = cache
    dgamma = np.sum(dout * xhat, axis=0)
    dbeta = np.sum(dout, axis=0)
    # mean and std are just numbers
    dx = dout * gamma / std
    return dx, dgamma, dbeta
