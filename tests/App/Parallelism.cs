// Most of a test here is waiting for a process of its own: more than a core's worth of them may wait at once.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
