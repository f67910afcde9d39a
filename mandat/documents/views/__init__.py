"""The pages of documents and guides: the firm's and the office's."""
