import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    training = bn_param["mode"] == "train"
    eps = bn_param.get("eps", 1e-5)
    if training:
        mean = np.add.reduce(x, axis=0) / len(x)
        deviation = x - mean
        var = np.einsum("nd,nd->d", deviation, deviation) / len(x)
        keep = bn_param.get("momentum", 0.9)
        for name, now in ("running_mean", mean), ("running_var", var):
            old = bn_param.setdefault(name, np.zeros_like(now))
            bn_param[name] = old + (1 - keep) * (now - old)
    else:
        deviation = x - bn_param["running_mean"]
        var = bn_param["running_var"]
    sigma = (var + eps) ** 0.5
    xhat = deviation / sigma
    return xhat * gamma + beta, {"deviation": deviation, "sigma": sigma, "gamma": gamma}


def batchnorm_backward(dout, cache):
    # node by node, as the graph has it
    deviation, sigma, gamma = cache["deviation"], cache["sigma"], cache["gamma"]
    N = len(dout)
    dbeta = dout.sum(0)
    dgamma = (dout * deviation / sigma).sum(0)
    dxhat = dout * gamma
    dsigma = -(dxhat * deviation).sum(0) / sigma**2
    dvar = dsigma / (2 * sigma)
    ddeviation = dxhat / sigma + 2 * deviation * dvar / N
    dmean = -ddeviation.sum(0)
    return ddeviation + dmean / N, dgamma, dbeta
