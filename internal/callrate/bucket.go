package callrate

// Cafe24's bucket of calls, with the published numbers.
const (
	Bucket = 40 // calls that fit into the bucket of one endpoint of a mall
	Drain  = 2  // calls that leave the bucket each second
)
