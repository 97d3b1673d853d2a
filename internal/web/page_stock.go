package web

import (
	"time"
)

const (
	testTimeout = 18 * time.Second // a test letter may take 15; below mailTimeout, so that its result can still be shown

)
