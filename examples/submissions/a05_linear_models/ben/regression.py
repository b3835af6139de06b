# Ben -- typed in from the article
import numpy as np

ANSWERS = {"q1": "b", "q2": "a", "q3": "d", "q4": "c", "q5": "a"}

iteration = 600
learning_rate = 1e-6
N = 100


def true_y(education, income):
    dates = 0.8 * education + 0.003 * income + 2
    return dates


def sample(education, income, noise=0.01, rng=None):
    dates = true_y(education, income)
    dates += dates * noise * np.random.randn(education.shape[0])
    return dates


def forward(x, W, b):
    out = x.dot(W) + b
    cache = (x, W, b)
    return out, cache


def mean_square_loss(h, y):
    N = X.shape[0]
    loss = np.sum(np.square(h - y)) / N
    dout = 2 * (h - y) / N
    return loss, dout


def backward(dout, cache):
    x, W, b = cache
    dW = x.T.dot(dout)
    db = np.sum(dout, axis=0)
    return dW, db


def compute_loss(X, W, b, y=None):
    h, cache = forward(X, W, b)
    if y is None:
        return h
    loss, dout = mean_square_loss(h, y)
    dW, db = backward(dout, cache)
    return loss, dW, db


education = np.random.randint(26, size=N)
income = np.random.randint(10000, size=education.shape[0])
Y = sample(education, income)
W = np.array([0.1, 0.1])
b = 0
X = np.concatenate((education[:, np.newaxis], income[:, np.newaxis]), axis=1)

for i in range(iteration):
    loss, dW, db = compute_loss(X, W, b, Y)
    W -= learning_rate * dW
    b -= learning_rate * db
    if i % 200 == 0:
        print(f"iteration {i}: loss={loss:.4} W1={W[0]:.4} W2={W[1]:.4} b={b:.4}")

print(f"W = {W}")
print(f"b = {b}")
