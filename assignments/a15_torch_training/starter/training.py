"""One epoch of training, and a validation that leaves no trace."""

import torch

# The questions of the handout: write the letter of your answer between the quotation marks.
ANSWERS = {
    "q1": "",
    "q2": "",
    "q3": "",
    "q4": "",
    "q5": "",
}


def train_one_epoch(model, loader, criterion, optimizer):
    """One optimizer step for each batch, in train mode.

    model: a torch.nn.Module, takes the images as the loader gives them
    loader: gives (images, labels) batch by batch; the last batch may be shorter
    criterion: takes (scores, labels), returns the mean loss of that batch
    optimizer: holds the parameters of the model
    returns: mean loss of a sample (a number), each as it was before its batch's step

    Source: "Deep Learning" (cheat sheet), 5.5. Train a neural network.
    """
    raise NotImplementedError


def validation(model, loader, criterion):
    """Loss and accuracy in evaluation mode, without gradients.

    Arguments as in train_one_epoch. Nothing is changed; afterwards the model is in the mode in
    which it came.
    returns: mean loss of a sample (a number), share of right predictions (a number, 0 to 1)

    Source: "Deep Learning" (cheat sheet), 5.4. Define criterion, optimizer, and validation.
    """
    raise NotImplementedError
