"""Official documents, laid out as Decree 30/2020/NĐ-CP has it."""
