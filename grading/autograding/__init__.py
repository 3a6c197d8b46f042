"""``python -m grading autograde``: a class graded on all cores, or on a cluster.

`command` reads the options; `coordinator` lists the hand-ins (`handins`), sends each out as a `parcels.Job` (`sending`)
and saves what comes back (`saving`). `worker` grades one with nbgrader's own converter, in a folder and a gradebook of
its own (`rows`). The real gradebook and the folder of graded notebooks are written by the coordinator alone. Workers
are forks of the coordinator (`local`), which has imported what all need, or those of a Dask scheduler (`cluster`).
"""
