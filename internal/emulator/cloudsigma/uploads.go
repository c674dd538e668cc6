package cloudsigma

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"net/http"
	"strings"
	"time"
)

// The resumable upload of drive images is not documented. What is here follows CloudSigma's own client,
// cloudsigma/pycloudsigma (src/cloudsigma/resource.py and the acceptance test test_upload_download.py): POST
// initupload/, then for each chunk, counted from 0 and the last one being larger than the others, the action
// upload_chunk, which answers a link that takes the bytes without credentials for 5 minutes, or 416 if the chunk is
// there. After the last chunk the drive is "unmounted". Where links lead is this emulator's choice, as is the answer
// to the bytes.
const (
	chunkRoot = root + "upload/"
	// chunkLinkLife is how long a link is valid.
	chunkLinkLife = 5 * time.Minute
)

// upload is an image on its way to a drive.
type upload struct {
	// chunkSize is that of the first link, in bytes; 0 before.
	chunkSize int64
	received  map[int64]bool
	// sum is the checksum of the chunks before next; waiting are later ones.
	sum     hash.Hash
	next    int64
	waiting map[int64][]byte
}

// chunkLink is where one chunk is to be sent.
type chunkLink struct {
	drive   string
	number  int64
	expires time.Time
}

// initUpload makes a drive that waits for an image of exactly its size.
func (c *Cloud) initUpload(request call) (answer, error) {
	if request.method != http.MethodPost {
		return answer{}, methodNotAllowed([]string{http.MethodPost})
	}
	return c.create(&collection{name: "drives", prepare: c.prepareUpload, render: c.collections["drives"].render}, request)
}

// prepareUpload does not apply the smallest size: an image that is smaller is enlarged when it is complete
// (upload_download.rst).
func (c *Cloud) prepareUpload(a *account, definition object) (func() string, error) {
	made, tags, f := c.readNewDrive(a, definition)
	if limits, known := driveSizes()[made.StorageType]; known {
		checkSpan(f, "size", made.Size, span{1, limits.max})
	}
	if made.StorageType == ephemeralStorageType {
		f.refuse(forbidden("An image cannot be uploaded to an ephemeral drive"))
	}
	if err := f.result(); err != nil {
		return nil, err
	}
	return func() string {
		d := c.addDrive(&made, tags)
		d.busy = driveUploading
		d.upload = &upload{received: map[int64]bool{}, waiting: map[int64][]byte{}, sum: sha256.New()}
		return made.UUID
	}, nil
}

// linkChunk is the action upload_chunk.
func (c *Cloud) linkChunk(_ *account, id string, body object) (answer, error) {
	d := c.drives.get(id)
	if d == nil || d.upload == nil {
		return answer{}, forbidden("Drive %s is not uploading", id)
	}
	var number, size int64
	f := newForm(body)
	f.require("chunk_number", "chunk_size")
	f.number("chunk_number", &number)
	f.number("chunk_size", &size)
	checkSpan(f, "chunk_size", size, span{1, maxChunkSize / 2})
	if len(f.state.errors) == 0 && d.upload.chunkSize != 0 && size != d.upload.chunkSize {
		f.invalid("chunk_size", "The upload was begun with chunks of %d bytes", d.upload.chunkSize)
	}
	if len(f.state.errors) == 0 {
		checkSpan(f, "chunk_number", number, span{0, chunkCount(d.Size, size) - 1})
	}
	if err := f.result(); err != nil {
		return answer{}, err
	}
	if d.upload.received[number] {
		return answer{}, fail(http.StatusRequestedRangeNotSatisfiable, errorValidation, "Chunk %d is already uploaded", number)
	}
	d.upload.chunkSize = size
	token := hex.EncodeToString(c.random())
	c.chunkLinks[token] = chunkLink{drive: id, number: number, expires: c.after(chunkLinkLife)}
	return answer{status: http.StatusOK, body: object{"link": chunkRoot + token + "/"}}, nil
}

// chunkCount is the number of chunks of an image; the last one has the remainder as well.
func chunkCount(size, chunkSize int64) int64 { return max(size/chunkSize, 1) }

// receiveChunk takes the bytes of a chunk. The link is all the authorisation there is.
func (c *Cloud) receiveChunk(r *http.Request, body []byte) (answer, error) {
	token := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, chunkRoot), "/")
	link, known := c.chunkLinks[token]
	if !known || !c.options.Now().Before(link.expires) {
		return answer{}, fail(http.StatusGone, errorNotExist, "The link has expired")
	}
	d := c.drives.get(link.drive)
	if d == nil || d.upload == nil {
		return answer{}, notFound()
	}
	last := chunkCount(d.Size, d.upload.chunkSize) - 1
	want := d.upload.chunkSize
	if link.number == last {
		want = d.Size - last*d.upload.chunkSize
	}
	switch {
	case r.Method != http.MethodPost:
		return answer{}, methodNotAllowed([]string{http.MethodPost})
	case r.Header.Get("Content-Type") != "application/octet-stream":
		return answer{}, malformed("Unsupported content type %q", r.Header.Get("Content-Type"))
	case int64(len(body)) != want:
		return answer{}, malformed("Chunk %d has %d bytes, want %d", link.number, len(body), want)
	}
	delete(c.chunkLinks, token)
	d.upload.add(link.number, body)
	if d.upload.next > last {
		c.completeUpload(d)
	}
	return answer{status: http.StatusOK}, nil
}

func (u *upload) add(number int64, content []byte) {
	if u.received[number] {
		return // By another link.
	}
	u.received[number] = true
	u.waiting[number] = content
	for content, there := u.waiting[u.next]; there; content, there = u.waiting[u.next] {
		u.sum.Write(content)
		delete(u.waiting, u.next)
		u.next++
	}
}

// completeUpload makes the drive one like others, of whole blocks and at least of the smallest size.
func (c *Cloud) completeUpload(d *drive) {
	d.ImageSHA256 = hex.EncodeToString(d.upload.sum.Sum(nil))
	d.upload = nil
	c.occupy(d, driveUploading, func() {
		d.Size = wholeBlocks(max(d.Size, driveSizes()[d.StorageType].min))
	})
}
