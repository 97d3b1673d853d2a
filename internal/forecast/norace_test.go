//go:build !race

package forecast_test

// gateMalls is how many malls of each kind the gate generates.
const gateMalls = 16

// groupMalls is the same for malls with categories and suppliers.
const groupMalls = 4
