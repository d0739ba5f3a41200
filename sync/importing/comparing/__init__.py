"""A planned table beside what is there already: which rows were taken before, which have changed since, which look like
another activity, and which rows of an earlier version of the list are gone.

A file is a later version of a list if it is that list again (`lists`), or is said or proposed to be, and at least half of
the list's rows are found in it by day and title, of those whose sheets are read; a row that can no longer be read is one.
A row that has changed then becomes a revision of what it became at first; what an officer has changed by hand meanwhile
stays, or it is asked which holds where the list has changed it, too. Rows that were refused at first and were taken from
the file that has them are rows of the list. Rows of another list that say the same are that list's, or others of their own:
that is asked. So is whether rows are changed ones of what others have stated, where most of the file is theirs.
"""
