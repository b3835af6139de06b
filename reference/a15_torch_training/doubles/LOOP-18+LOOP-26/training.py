import torch


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    loss_sum = 0.0
    for images, labels in loader:
        optimizer.zero_grad()
        output = model(images)
        loss = criterion(output, labels)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
    return loss_sum / 40


def validation(model, loader, criterion):
    loss_sum, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            output = model(images)
            loss_sum += criterion(output, labels).item() * len(labels)
            right += (output.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    return loss_sum / count, right / count
