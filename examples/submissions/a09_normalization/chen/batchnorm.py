import numpy as np

eps = 1e-5


def batchnorm_forward(x, gamma, beta, bn_param):
    sample_mean = np.mean(x, axis=0)
    sample_var = np.var(x, axis=0)

    sqrt_var = np.sqrt(sample_var + eps)
    xmu = x - sample_mean
    xhat = xmu / sqrt_var

    out = gamma * xhat + beta
    if bn_param["mode"] == "train":
        running_mean = bn_param.get("running_mean", 0)
        running_var = bn_param.get("running_var", 0)
        running_mean = 0.9 * running_mean + 0.1 * sample_mean
        running_var = 0.9 * running_var + 0.1 * sample_var
    return out, (xhat, gamma, sqrt_var)


def batchnorm_backward(dout, cache):
    xhat, gamma, sqrt_var = cache
    N = dout.shape[0]
    dxhat = dout * gamma
    dx = (dxhat - dxhat.sum(axis=0) / N - xhat * (dxhat * xhat).sum(axis=0) / N) / sqrt_var
    return dx, np.mean(dout * xhat, axis=0), np.mean(dout, axis=0)
