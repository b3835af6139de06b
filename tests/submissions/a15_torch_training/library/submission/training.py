import lightning
import torch

ANSWERS = {"q1": "c", "q2": "b", "q3": "d", "q4": "c", "q5": "d"}


class Training(lightning.LightningModule):
    def __init__(self, model, criterion, optimizer=None):
        super().__init__()
        self.model, self.criterion, self.optimizer = model, criterion, optimizer
        self.total, self.right, self.samples = 0.0, 0, 0

    def training_step(self, batch, index):
        images, labels = batch
        loss = self.criterion(self.model(images), labels)
        self.count(loss, labels)
        return loss

    def validation_step(self, batch, index):
        images, labels = batch
        scores = self.model(images)
        self.count(self.criterion(scores, labels), labels)
        self.right += (scores.argmax(dim=1) == labels).sum().item()

    def count(self, loss, labels):
        self.total += loss.item() * len(labels)
        self.samples += len(labels)

    def configure_optimizers(self):
        return self.optimizer


def trainer():
    torch.set_num_threads(1)
    return lightning.Trainer(max_epochs=1, logger=False, enable_checkpointing=False)


def train_one_epoch(model, loader, criterion, optimizer):
    training = Training(model, criterion, optimizer)
    trainer().fit(training, loader)
    return training.total / training.samples


def validation(model, loader, criterion):
    training = Training(model, criterion)
    trainer().validate(training, loader)
    return training.total / training.samples, training.right / training.samples
