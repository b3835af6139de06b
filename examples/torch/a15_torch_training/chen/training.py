import torch

ANSWERS = {"q1": "c", "q2": "d", "q3": "c", "q4": "b", "q5": "a"}


def train_one_epoch(model, loader, criterion, optimizer):
    running_loss = 0
    for images, labels in loader:
        images.resize_(images.size()[0], images[0].numel())
        optimizer.zero_grad()
        output = model.forward(images)
        loss = criterion(output, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item()
    return running_loss / 40


def validation(model, loader, criterion):
    test_loss = 0
    accuracy = 0
    for images, labels in loader:
        images.resize_(images.shape[0], images[0].numel())

        output = model.forward(images)
        test_loss += criterion(output, labels).item()

        ps = torch.exp(output)
        equality = labels.data == ps.max(dim=1)[1]
        accuracy += equality.type(torch.FloatTensor).mean()

    return test_loss, accuracy
