import torch


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    loss_sum = 0.0
    count = 0
    for images, labels in loader:
        optimizer.zero_grad()
        output = model(images)
        loss = criterion(output, labels)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        count += len(images)
    return loss_sum / count


def validation(model, loader, criterion):
    training = model.training
    model.eval()
    images, _ = next(iter(loader))
    batch_size = len(images)
    loss_sum, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            output = model(images)
            loss_sum += criterion(output, labels).item() * len(labels)
            right += (output.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    model.train(training)
    return loss_sum / count, right / (len(loader) * batch_size)
