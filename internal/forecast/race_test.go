//go:build race

package forecast_test

// gateMalls is how many malls of each kind the gate generates: under the race
// detector, which makes it several times slower, fewer.
const gateMalls = 6

// groupMalls is the same for malls with categories and suppliers.
const groupMalls = 1
