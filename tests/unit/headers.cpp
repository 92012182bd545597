// The precompiled headers of the unit tests need a file to belong to.
