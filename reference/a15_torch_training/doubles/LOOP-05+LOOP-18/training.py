import torch


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    loss_sum = 0.0
    count = 0
    for images, labels in loader:
        output = model(images)
        loss = criterion(output, labels)
        loss.backward()
        for weights in model.parameters():
            weights.grad[...] = 0
        optimizer.step()
        loss_sum += loss.item() * len(images)
        count += len(images)
    return loss_sum / count


def validation(model, loader, criterion):
    loss_sum, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            output = model(images)
            loss_sum += criterion(output, labels).item() * len(labels)
            right += (output.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    return loss_sum / count, right / count
