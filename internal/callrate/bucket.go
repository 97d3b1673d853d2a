package callrate

// Cafe24's bucket of calls, as it is published.
const (
	Bucket = 40 // calls that one endpoint of a mall holds
	Drain  = 2  // calls a second that run out of it
)
