package web

// Timeline puts what happened to an alert into words.
type Timeline struct{ Viewer }

func timelineOf(v Viewer) Timeline { return Timeline{v} }

// Checker puts into words how the app works for a mall.
type Checker struct{ Viewer }

func checkerOf(v Viewer) Checker { return Checker{v} }
