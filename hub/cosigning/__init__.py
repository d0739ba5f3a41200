"""Having the hub's heads cosigned by independent witnesses (C2SP tlog-witness), after batches and beside all else."""
