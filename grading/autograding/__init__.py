"""``python -m grading autograde``: a class graded on all cores, or on a cluster.

`command` reads the options; `coordinator` lists the hand-ins (`handins`), sends each out as a `parcels.Job` (`cluster`)
and saves what comes back (`saving`). `worker` grades one with nbgrader's own converter, in a folder and a gradebook of
its own (`rows`). The real gradebook and the folder of graded notebooks are written by the coordinator alone. Workers of
this machine are forks of one process (`local`), which has done what all would do first (`prepared`).
"""
