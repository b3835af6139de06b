"""The wrong versions that students really write, and what to say about each.

Every function is run in place of the one it is `of`, so it needs nothing but this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

from grader.checks import mistake

Loader = Iterable[tuple[Tensor, Tensor]]
Criterion = Callable[[Tensor, Tensor], Tensor]
Optimizer = torch.optim.Optimizer

CATALOGUE = (
    *("LOOP-01", "LOOP-04 .. LOOP-08", "LOOP-10", "LOOP-18", "LOOP-20 .. LOOP-21"),
    *("LOOP-23 .. LOOP-26", "LOOP-35"),
)
"""The mistakes of the catalogue that these two functions can have.

LOOP-02 and 03 are LOOP-01 with other optimizers, and LOOP-19 is LOOP-18 with another network.
"""
TRAIN = "Deep Learning (cheat sheet), 5.5. Train a neural network"
VALIDATE = "Deep Learning (cheat sheet), 5.4. Define criterion, optimizer, and validation"


# --- right ones, for the wrong versions to build on -------------------------------------------


class Mean:
    """A mean over samples, batch by batch."""

    def __init__(self) -> None:
        self.total = 0.0
        self.samples = 0

    def add(self, mean: float, samples: int) -> None:
        self.total += mean * samples
        self.samples += samples

    @property
    def value(self) -> float:
        return self.total / self.samples


def right_ones(scores: Tensor, labels: Tensor) -> int:
    return int((scores.argmax(dim=1) == labels).sum())


def share(scores: Tensor, labels: Tensor) -> float:
    return right_ones(scores, labels) / len(labels)


def backward(loss: Tensor) -> None:
    loss.backward()  # type: ignore[no-untyped-call]


def step(
    model: nn.Module, images: Tensor, labels: Tensor, criterion: Criterion, optimizer: Optimizer
) -> float:
    """One step of the optimizer; returns the loss before it."""
    optimizer.zero_grad()
    loss = criterion(model(images), labels)
    backward(loss)
    optimizer.step()
    return loss.item()


def measured(model: nn.Module, loader: Loader, criterion: Criterion) -> tuple[float, float]:
    """Loss and accuracy, in the mode the model is in, and with gradients if they are on."""
    loss, accuracy = Mean(), Mean()
    for images, labels in loader:
        scores = model(images)
        loss.add(criterion(scores, labels).item(), len(labels))
        accuracy.add(share(scores, labels), len(labels))
    return loss.value, accuracy.value


class Evaluating:
    """The model in evaluation mode, and afterwards in the mode in which it came."""

    def __init__(self, model: nn.Module) -> None:
        self._model = model
        self._training = model.training

    def __enter__(self) -> None:
        self._model.eval()

    def __exit__(self, *_: object) -> None:
        self._model.train(self._training)


# --- LOOP-01 to 07: the steps -----------------------------------------------------------------


@mistake(
    "LOOP-01",
    of="training.train_one_epoch",
    hint="The second step uses the sum of two gradients: what does backward() do with the one that "
    "is already in .grad?",
    source=TRAIN,
)
def gradients_add_up(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    mean = Mean()
    for images, labels in loader:
        loss = criterion(model(images), labels)
        backward(loss)
        optimizer.step()
        mean.add(loss.item(), len(labels))
    return mean.value


@mistake(
    "LOOP-04",
    of="training.train_one_epoch",
    hint="From the second batch on, a step uses the sum of all gradients of the epoch so far: how "
    "often are they set to zero?",
    source=TRAIN,
)
def gradients_emptied_once(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    optimizer.zero_grad()
    return gradients_add_up(model, loader, criterion, optimizer)


@mistake(
    "LOOP-05",
    of="training.train_one_epoch",
    hint="No weight moves, because the gradients are zero when the optimizer looks at them: what "
    "stands between backward and step?",
    source=TRAIN,
)
def gradients_emptied_before_the_step(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    mean = Mean()
    for images, labels in loader:
        loss = criterion(model(images), labels)
        backward(loss)
        optimizer.zero_grad(set_to_none=False)
        optimizer.step()
        mean.add(loss.item(), len(labels))
    return mean.value


@mistake(
    "LOOP-06",
    of="training.train_one_epoch",
    hint="No weight moves: who acts on the gradients that backward has computed?",
    source=TRAIN,
)
def no_step(model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer) -> float:
    model.train()
    mean = Mean()
    for images, labels in loader:
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        backward(loss)
        mean.add(loss.item(), len(labels))
    return mean.value


@mistake(
    "LOOP-06-EARLY",
    of="training.train_one_epoch",
    hint="The weights are one step late: is there a gradient yet when the first batch makes its "
    "step?",
    source=TRAIN,
)
def step_before_backward(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    mean = Mean()
    for images, labels in loader:
        optimizer.step()
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        backward(loss)
        mean.add(loss.item(), len(labels))
    return mean.value


@mistake(
    "LOOP-07",
    of="training.train_one_epoch",
    hint="The steps are those of gradient descent with a learning rate of 0.01, whatever optimizer "
    "is handed in: which one do you call?",
    source=TRAIN,
)
def an_optimizer_of_its_own(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    mean, own = Mean(), torch.optim.SGD(model.parameters(), lr=0.01)
    for images, labels in loader:
        mean.add(step(model, images, labels, criterion, own), len(labels))
    return mean.value


# --- LOOP-08, 10: the criterion ---------------------------------------------------------------


@mistake(
    "LOOP-08",
    of="training.train_one_epoch",
    hint="The loss is that of probabilities taken for scores: how often is softmax applied, when "
    "CrossEntropyLoss contains one?",
    source=TRAIN,
)
def softmax_before_the_criterion(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    mean = Mean()
    for images, labels in loader:
        optimizer.zero_grad()
        loss = criterion(torch.softmax(model(images), dim=1), labels)
        backward(loss)
        optimizer.step()
        mean.add(loss.item(), len(labels))
    return mean.value


@mistake(
    "LOOP-08-VALIDATION",
    of="training.validation",
    hint="The loss is that of probabilities taken for scores: how often is softmax applied, when "
    "CrossEntropyLoss contains one?",
    source=VALIDATE,
)
def softmax_before_validating(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    with Evaluating(model), torch.no_grad():
        return measured(lambda x: torch.softmax(model(x), dim=1), loader, criterion)  # type: ignore[arg-type]


@mistake(
    "LOOP-10",
    of="training.train_one_epoch",
    hint="A log-softmax before CrossEntropyLoss changes nothing, and is not needed.",
    source=TRAIN,
)
def log_softmax_before_the_criterion(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    mean = Mean()
    for images, labels in loader:
        optimizer.zero_grad()
        loss = criterion(torch.log_softmax(model(images), dim=1), labels)
        backward(loss)
        optimizer.step()
        mean.add(loss.item(), len(labels))
    return mean.value


# --- LOOP-18 to 21: the modes -----------------------------------------------------------------


@mistake(
    "LOOP-18",
    of="training.validation",
    hint="The result depends on dropped units, or on the samples of a batch: in which mode is the "
    "network when it is measured?",
    source=VALIDATE,
)
def validated_in_train_mode(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    with torch.no_grad():
        return measured(model, loader, criterion)


@mistake(
    "LOOP-20",
    of="training.validation",
    hint="After your validation a network that was in training is in evaluation mode: who tells it "
    "that training goes on?",
    source=VALIDATE,
)
def left_in_evaluation_mode(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    model.eval()
    with torch.no_grad():
        return measured(model, loader, criterion)


@mistake(
    "LOOP-20-ALWAYS",
    of="training.validation",
    hint="After your validation a network that was in evaluation mode is in train mode: in which "
    "mode did it come?",
    source=VALIDATE,
)
def always_back_to_train_mode(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    result = left_in_evaluation_mode(model, loader, criterion)
    model.train()
    return result


@mistake(
    "LOOP-20-EPOCH",
    of="training.train_one_epoch",
    hint="A network that comes in evaluation mode is trained in it: who switches dropout and batch "
    "normalisation on?",
    source=TRAIN,
)
def trained_in_the_mode_it_came_in(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    mean = Mean()
    for images, labels in loader:
        mean.add(step(model, images, labels, criterion, optimizer), len(labels))
    return mean.value


@mistake(
    "LOOP-21",
    of="training.validation",
    hint="Each forward pass prepares a backward pass that never comes: how does one tell PyTorch "
    "that no gradient is wanted?",
    source=VALIDATE,
)
def validated_with_gradients(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    with Evaluating(model):
        return measured(model, loader, criterion)


# --- LOOP-23 to 26: what is returned ----------------------------------------------------------


@mistake(
    "LOOP-23",
    of="training.train_one_epoch",
    hint="What you return is a tensor that holds on to all graphs of the epoch: how does one get "
    "the number out of a loss?",
    source=TRAIN,
)
def tensors_summed(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> Tensor:
    model.train()
    total, samples = torch.zeros((), dtype=torch.float64), 0
    for images, labels in loader:
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        backward(loss)
        optimizer.step()
        total = total + loss * len(labels)
        samples += len(labels)
    return total / samples


@mistake(
    "LOOP-23-VALIDATION",
    of="training.validation",
    hint="The accuracy is a tensor: how does one get a number out of it?",
    source=VALIDATE,
)
def accuracy_as_a_tensor(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, Tensor]:
    with Evaluating(model), torch.no_grad():
        loss, accuracy = measured(model, loader, criterion)
    return loss, torch.tensor(accuracy)


@mistake(
    "LOOP-24",
    of="training.validation",
    hint="A short last batch counts as much as a full one: what is the mean of means of 4, 4 and 2 "
    "samples?",
    source=VALIDATE,
)
def mean_of_batch_means(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    loss, accuracy = Mean(), Mean()
    with Evaluating(model), torch.no_grad():
        for images, labels in loader:
            scores = model(images)
            loss.add(criterion(scores, labels).item(), 1)
            accuracy.add(share(scores, labels), 1)
    return loss.value, accuracy.value


@mistake(
    "LOOP-24-EPOCH",
    of="training.train_one_epoch",
    hint="A short last batch counts as much as a full one: what is the mean of means of 4, 4 and 2 "
    "samples?",
    source=TRAIN,
)
def mean_of_batch_losses(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    mean = Mean()
    for images, labels in loader:
        mean.add(step(model, images, labels, criterion, optimizer), 1)
    return mean.value


@mistake(
    "LOOP-24-SUM",
    of="training.validation",
    hint="Loss and accuracy grow with the number of batches: what is left for the caller to divide "
    "by?",
    source=VALIDATE,
)
def sums_of_batch_means(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    loss, accuracy = Mean(), Mean()
    with Evaluating(model), torch.no_grad():
        for images, labels in loader:
            scores = model(images)
            loss.add(criterion(scores, labels).item(), 1)
            accuracy.add(share(scores, labels), 1)
    return loss.total, accuracy.total


@mistake(
    "LOOP-25",
    of="training.validation",
    hint="The loss is right and the accuracy too low when the last batch is short: how many "
    "samples did you count?",
    source=VALIDATE,
)
def accuracy_by_full_batches(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    loss, right, batches, size = Mean(), 0, 0, 0
    with Evaluating(model), torch.no_grad():
        for images, labels in loader:
            scores = model(images)
            loss.add(criterion(scores, labels).item(), len(labels))
            right += right_ones(scores, labels)
            batches, size = batches + 1, max(size, len(labels))
    return loss.value, right / (batches * size)


@mistake(
    "LOOP-26",
    of="training.train_one_epoch",
    hint="The sum of the batches' losses is divided by 40, whatever their number: is this the "
    "print_every of the listing?",
    source=TRAIN,
)
def divided_by_print_every(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    losses = [step(model, images, labels, criterion, optimizer) for images, labels in loader]
    return sum(losses) / 40


@mistake(
    "LOOP-26-LAST",
    of="training.train_one_epoch",
    hint="You return the loss of the last batch: where are those of the others?",
    source=TRAIN,
)
def loss_of_the_last_batch(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    return [step(model, images, labels, criterion, optimizer) for images, labels in loader][-1]


# --- LOOP-35: the images ----------------------------------------------------------------------


@mistake(
    "LOOP-35",
    of="training.train_one_epoch",
    hint="After the epoch the images in the loader are rows of numbers: what does the underscore "
    "of resize_ mean?",
    source=TRAIN,
)
def images_resized_in_training(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train()
    mean = Mean()
    for images, labels in loader:
        images.resize_(images.shape[0], images[0].numel())
        mean.add(step(model, images, labels, criterion, optimizer), len(labels))
    return mean.value


@mistake(
    "LOOP-35-VALIDATION",
    of="training.validation",
    hint="After the validation the images in the loader are rows of numbers: what does the "
    "underscore of resize_ mean?",
    source=VALIDATE,
)
def images_resized_in_validation(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    for images, _ in loader:
        images.resize_(images.shape[0], images[0].numel())
    with Evaluating(model), torch.no_grad():
        return measured(model, loader, criterion)


# --- what cannot be told from right -----------------------------------------------------------

EQUIVALENT = {
    "LOOP-10": "softmax of a log-softmax is the softmax, and hinge losses know differences of "
    "scores only: to the last digits the same numbers, so it costs nothing",
}
