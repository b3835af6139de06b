import numpy as np
import torch
import torch.nn.functional as F


def batchnorm_forward(x, gamma, beta, bn_param):
    tensors = [torch.tensor(a, dtype=torch.float64, requires_grad=True) for a in (x, gamma, beta)]
    mean = torch.tensor(bn_param.get("running_mean", np.zeros(x.shape[1])))
    var = torch.tensor(bn_param.get("running_var", np.zeros(x.shape[1])))
    training = bn_param["mode"] == "train"
    momentum = 1 - bn_param.get("momentum", 0.9)
    eps = bn_param.get("eps", 1e-5)
    out = F.batch_norm(tensors[0], mean, var, *tensors[1:], training, momentum, eps)
    if training:
        bn_param["running_mean"] = mean.numpy()
        bn_param["running_var"] = var.numpy()
    return out.detach().numpy(), (out, tensors)


def batchnorm_backward(dout, cache):
    out, tensors = cache
    gradients = torch.autograd.grad(out, tensors, torch.tensor(dout))
    return tuple(gradient.numpy() for gradient in gradients)
