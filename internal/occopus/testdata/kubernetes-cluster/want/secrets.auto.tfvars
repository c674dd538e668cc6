# What the descriptors keep secret. Do not put it under version control.
kubemaster_private_key = "-----BEGIN A KEY OF THE TESTS-----\n\nAAAABBBBCCCC\n\n-----END A KEY OF THE TESTS-----\n"
