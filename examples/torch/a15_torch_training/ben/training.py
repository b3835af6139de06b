import torch

ANSWERS = {"q1": "c", "q2": "d", "q3": "c", "q4": "c", "q5": "b"}


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    running_loss = 0
    for images, labels in loader:
        output = model(images)
        loss = criterion(output, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item()
    return running_loss / len(loader)


def validation(model, loader, criterion):
    model.eval()
    test_loss = 0
    accuracy = 0
    with torch.no_grad():
        for images, labels in loader:
            output = model(images)
            test_loss += criterion(output, labels).item()
            accuracy += (output.argmax(dim=1) == labels).double().mean().item()
    return test_loss / len(loader), accuracy / len(loader)
