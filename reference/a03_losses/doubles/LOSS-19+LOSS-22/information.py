# noah: all losses work on my data
import math


def entropy(p, base=math.e):
    return cross_entropy(p, p, base)


def cross_entropy(p, q, base=math.e):
    total = 0.0
    for pi, qi in zip(p, q):
        if pi > 0:
            total += pi * math.log(1 / qi, base)
    return total


def kl_divergence(p, q, base=math.e):
    return cross_entropy(p, q, base) - entropy(p, base)


def code_length(p, lengths):
    return sum(pi * n for pi, n in zip(p, lengths))
