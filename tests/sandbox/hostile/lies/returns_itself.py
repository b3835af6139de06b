"""Returns a list that contains itself."""


def double(x):
    answer = [2 * x]
    answer.append(answer)
    return answer
