package entry

import (
	"time"
)

const (
	consentTimeout = 20 * time.Second // the callback waits for Cafe24's token endpoint
)
