import torch


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    loss_sum = 0.0
    count = 0
    for images, labels in loader:
        optimizer.zero_grad()
        output = model(images)
        probabilities = torch.nn.functional.softmax(output, dim=1)
        loss = criterion(probabilities, labels)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(images)
        count += len(images)
    return loss_sum / count


def validation(model, loader, criterion):
    training = model.training
    model.eval()
    loss_sum, right = 0.0, 0
    with torch.no_grad():
        for images, labels in loader:
            output = model(images)
            loss_sum += criterion(output, labels).item()
            right += (output.argmax(dim=1) == labels).double().mean().item()
    model.train(training)
    return loss_sum, right
