"""Tests the tests of a course: are its checks fair, and are they sharp?

knowledge     what an assignment knows about wrong solutions
catalogue     which mistakes it promises to know
with_mistake      a mistake as a submission
candidates    everything that is tried
trials        candidates in slots that serve no student
elsewhere     the reference with more threads, on older processors
rehearsing    what needs no sandbox, in a process of its own; `apart` is our side of it
probe       what crosses between checks and reference, as `fingerprints`, beside its oracles
agreeing      whether an oracle returned the same
observations  what was seen
fairness      right solutions earn everything, always and everywhere
sharpness     every mistake is caught and named, every check is good for something
findings      what is said about it
verdict       from what was seen to findings
record        what a full validation leaves with the course
validation    one assignment from its files to a report
junit         reports for a CI
"""
