package settings

import (
	"time"
)

const (
	mailTimeout = 20 * time.Second // a test message waits for its mail server
)
