package settings

import (
	"time"
)

const (
	mailTimeout = 20 * time.Second // the longest wait for the mail server in a test message
)
