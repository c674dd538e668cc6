package cloudsigma

// States of a job (state).
const (
	JobStarted = "started"
	JobSuccess = "success"
)

// Job is a long operation, as the cloning of a drive. Jobs are kept for 3 days after their end. See
// https://docs.cloudsigma.com/en/latest/jobs.html.
type Job struct {
	UUID        string `json:"uuid"`
	ResourceURI string `json:"resource_uri"`
	// Operation is "drive_clone", "server_clone", ...
	Operation string `json:"operation"`
	// State is JobStarted first and JobSuccess at a good end; the documentation does not list the others.
	State string  `json:"state"`
	Data  JobData `json:"data"`
	// Resources are the resource_uri of the entities the job works on: of a clone, its source and its
	// destination.
	Resources []string `json:"resources"`
	// Children are the resource_uri (or objects) of sub-jobs.
	Children []Reference `json:"children"`
	// Created and LastModified are RFC 3339 times.
	Created      string `json:"created"`
	LastModified string `json:"last_modified"`
}

// JobData is the progress of a job.
type JobData struct {
	// Progress is in percent: 100 is the end.
	Progress float64 `json:"progress"`
}
