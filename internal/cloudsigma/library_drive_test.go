package cloudsigma_test

import "testing"

func TestLibraryIsListedOnce(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{"GET libdrives/?limit=0": {
		{status: 403, body: `[{"error_type": "permission", "error_message": "not now"}]`},
		{body: `{"meta": {"total_count": 1}, "objects": [{"uuid": "a"}]}`},
	}})
	if _, err := client.LibraryDrives.List(t.Context()); err == nil {
		t.Fatal("a refusal is no error")
	}
	for range 3 {
		drives, err := client.LibraryDrives.List(t.Context())
		if err != nil || len(drives) != 1 || drives[0].UUID != "a" {
			t.Fatalf("got %v, %v", drives, err)
		}
	}
	api.wantRequests(t, "GET libdrives/?limit=0", "GET libdrives/?limit=0")
}
